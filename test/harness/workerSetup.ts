/** Before the tests in workerd: the migrated database and its Neon-protocol server, as the Worker's variables. */
import type { TestProject } from "vitest/node";
import { startTestDatabase } from "./database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    neonHttp: string;
    /** as the role that the Worker has in production */
    databaseUrl: string;
    /** as the role that imports */
    loadUrl: string;
    /** as the owner, who makes keys: the Worker has no such thing */
    ownerUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { connectionStrings, neonHttp, close } = await startTestDatabase();
  project.provide("neonHttp", neonHttp);
  project.provide("databaseUrl", connectionStrings.run);
  project.provide("loadUrl", connectionStrings.load);
  project.provide("ownerUrl", connectionStrings.owner);
  return close;
}
