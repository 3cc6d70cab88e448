/** Whether all panels of a part of the page show what they are for: none is a skeleton, and every chart has its canvas. */
export const isPainted = (root: Element): boolean =>
  root.querySelector('[data-panel]') !== null &&
  root.querySelector('.skeleton') === null &&
  [...root.querySelectorAll('[data-test="metric-chart"], [data-test="chart"]')].every(
    (chart) => chart.querySelector('canvas') !== null,
  )
