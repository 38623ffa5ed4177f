// Each line read is a DBML text as a JSON string; each line written is the SQL that the format's own tools make of it, or its errors.
const { ModelExporter, Parser } = require("@dbml/core");

function judged(text) {
  try {
    const database = new Parser().parse(text, "dbmlv2");
    const notes = database.schemas.flatMap((schema) => schema.tables.map((table) => table.note ?? ""));
    return { sql: ModelExporter.export(database, "postgres", false), notes };
  } catch (error) {
    const found = (error.diags ?? []).map((item) => `line ${item.location?.start?.line}: ${item.message}`);
    return { error: found.join("; ") || String(error) };
  }
}

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => console.log(JSON.stringify(judged(JSON.parse(line)))));
