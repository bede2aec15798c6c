/**
 * Advisories in the Common Security Advisory Framework (CSAF 2.0 and 2.1): reading a document and judging it by the tests of the
 * specification's section 6. Plain Java: bytes in, findings out; no network, database or clock.
 *
 * <p><b>Advisories</b> ({@code CsafValidator}). The official schemas may not be shipped, so the structure is written
 * down from the specification's own list of properties ({@code Structure}); each test of section 6 is one method
 * named after its title, told as a {@code Finding} with a place and one sentence in ja and en. What a list at hand
 * cannot decide (later CWE, ScanCode's licences, links, spelling, extensions' own schemas) is never a fault; what is
 * not tested stands at {@code CsafValidator}.
 */
@NullMarked
package dev.shisa.advisory;

import org.jspecify.annotations.NullMarked;
