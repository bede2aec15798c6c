/**
 * Advisories in the Common Security Advisory Framework (CSAF 2.0 and 2.1): reading a document and judging it by the tests of the
 * specification's section 6. Plain Java: bytes in, findings out; no network, database or clock.
 */
@NullMarked
package dev.shisa.advisory;

import org.jspecify.annotations.NullMarked;
