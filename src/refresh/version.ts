/**
 * Part of every shard key: raise it by one whenever a change of code changes a stored figure, so that nothing
 * computed by the old code is carried over.
 */
export const MODEL_VERSION = "8";
