/** What a CSAF trusted provider serves (CSAF 2.0, section 7), as a tree of files: for the portal, or for any web server. */
@NullMarked
package dev.shisa.advisory.provider;

import org.jspecify.annotations.NullMarked;
