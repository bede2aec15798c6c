/** The analysed structure of a product: its components, their connections, and the ways of connecting that nobody has analysed. */
@NullMarked
package dev.shisa.server.model;

import org.jspecify.annotations.NullMarked;
