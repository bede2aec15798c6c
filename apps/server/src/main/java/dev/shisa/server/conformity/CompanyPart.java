package dev.shisa.server.conformity;

/**
 * The part of a guide that is asked of the company and not of each series.
 *
 * @param asked requirements
 * @param followed whether the organisation follows the guide
 * @param settled those that need nothing more; 0 while it does not follow
 */
public record CompanyPart(int asked, boolean followed, int settled, String href) {}
