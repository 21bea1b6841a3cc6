/** The project's own files and what each imports, read from disk for the architecture tests. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

export interface Import {
  /** as written */
  specifier: string;
  /** the project's file it names; null for a package */
  file: string | null;
  isTypeOnly: boolean;
}

/** Made or fetched, never written by us. */
const NOT_OURS = new Set(["node_modules", "dist", ".git", ".wrangler"]);

/** Paths from the root of the project, folders in depth-first order. */
export function listFiles(folder = "."): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = normalize(join(folder, entry.name));
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".data")) return [];
    return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : [];
  });
}

export function readSource(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}

/** Static and dynamic imports and re-exports. */
export function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, isTypeOnly: boolean) => {
    const file = specifier.startsWith(".") ? normalize(join(dirname(source.fileName), specifier)) : null;
    found.push({ specifier, file, isTypeOnly });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node))
      add((node.moduleSpecifier as ts.StringLiteral).text, isTypeImport(node));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add((node.moduleSpecifier as ts.StringLiteral).text, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add((node.arguments[0] as ts.StringLiteral).text ?? "?", false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.isTypeOnly) return true;
  const names = importClause.namedBindings;
  if (importClause.name || !names || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}
