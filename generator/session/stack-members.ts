/** What a TerraformStack has already: a field of these names would hide it. A test compares the list with cdktf. */
export const stackMembers: ReadonlySet<string> = new Set([
  "addDependency", "crossStackDataSources", "crossStackOutputs", "findAll", "addImport", "addOverride", "adopted", "allProviders", "allocateLogicalId", "cdktfVersion", "constructor", "dependencies", "dependsOn",
  "ensureBackendExists", "forget", "getLogicalId", "hasResourceMove", "move", "moveTargets", "node", "prepareStack", "rawOverrides", "registerIncomingCrossStackReference",
  "registerOutgoingCrossStackReference", "runAllValidations", "synthesizer", "toHclTerraform", "toMetadata", "toString", "toTerraform", "with",
]);
