/** Writing a CSAF document from what a person at a maker knows, who need not know CSAF. */
@NullMarked
package dev.shisa.advisory.draft;

import org.jspecify.annotations.NullMarked;
