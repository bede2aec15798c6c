/** What the maker itself publishes about vulnerabilities in its products: written, checked, agreed to by a second person, signed. */
@NullMarked
package dev.shisa.server.advisory;

import org.jspecify.annotations.NullMarked;
