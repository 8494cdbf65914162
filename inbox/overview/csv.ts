/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/

function field(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** Rows as a CSV file (RFC 4180), with the mark by which spreadsheets know UTF-8. Nothing in it is read as a formula. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`
