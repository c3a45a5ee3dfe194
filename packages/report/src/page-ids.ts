/** The element that holds the report as JSON. */
export const REPORT_ELEMENT = "transect-report";
