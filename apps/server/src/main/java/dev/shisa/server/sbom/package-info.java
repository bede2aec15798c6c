/** Bills of materials of releases: taken in as evidence, their components, what is missing in them, what changed. */
@NullMarked
package dev.shisa.server.sbom;

import org.jspecify.annotations.NullMarked;
