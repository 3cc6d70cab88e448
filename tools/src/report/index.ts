export { median } from './median.js'
export { markdown } from './markdown.js'
export { bar, machine, type Bar, type Report } from './report.js'
export { growth, slopePerHour, type Reading } from './trend.js'
