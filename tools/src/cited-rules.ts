import ts from 'typescript'

const RULE_ID = /\[([A-Z]+[0-9]+)\]/g

/** The name that a call begins with: `it` of `it(…)`, `it.each(…)(…)` and `it.runIf(…).each`…`(…)`. */
function rootOf(callee: ts.Expression): string | null {
  let node = callee
  for (;;) {
    if (ts.isIdentifier(node)) return node.text
    if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) node = node.expression
    else if (ts.isTaggedTemplateExpression(node)) node = node.tag
    else return null
  }
}

/** The fixed text of a title; what is put into a template counts as a space. */
function titleText(title: ts.Expression): string {
  if (ts.isStringLiteralLike(title)) return title.text
  if (ts.isTemplateExpression(title))
    return [title.head, ...title.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join(' ')
  if (ts.isBinaryExpression(title)) return titleText(title.left) + titleText(title.right)
  return ''
}

/** Ids of the rules that titles of tests in this source cite, in order; comments, code and titles of groups do not count. */
export function citedRules(fileName: string, source: string): string[] {
  const cited: string[] = []
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) ? node.arguments[0] : undefined
    if (ts.isCallExpression(node) && title !== undefined && ['it', 'test'].includes(rootOf(node.expression) ?? ''))
      for (const [, id] of titleText(title).matchAll(RULE_ID)) if (id !== undefined) cited.push(id)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest))
  return cited
}
