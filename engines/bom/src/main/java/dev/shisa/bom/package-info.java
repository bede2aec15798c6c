/**
 * Bills of materials: reading what build systems really write, judging whether it is complete, comparing two of them, writing
 * CycloneDX and SPDX. Plain Java: bytes in, records out; no network, database or clock.
 */
@NullMarked
package dev.shisa.bom;

import org.jspecify.annotations.NullMarked;
