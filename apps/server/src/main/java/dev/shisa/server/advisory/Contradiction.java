package dev.shisa.server.advisory;

import java.util.UUID;

/**
 * A place where an advisory says something else than the house's own triage, findings or bills of materials.
 *
 * @param kind end of a message {@code advisory.contradiction.<kind>}
 * @param series its code
 * @param version name of the release
 * @param component name and version, as the bill of materials has it
 * @param state what is thought of the finding, an end of {@code finding.state.<…>}; empty: nothing was found, it is only listed
 */
record Contradiction(String kind, UUID release, String series, String version, String component, String state) {}
