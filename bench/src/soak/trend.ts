export { growth, slopePerHour, type Reading } from '@tickwall/tools/report.js'
