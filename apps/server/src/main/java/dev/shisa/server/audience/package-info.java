/** Those who use the maker's products: what they are told, and what became of it. */
@NullMarked
package dev.shisa.server.audience;

import org.jspecify.annotations.NullMarked;
