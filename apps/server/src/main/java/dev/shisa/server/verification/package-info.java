/** What is verified of a product from its design until after its release, what came of it, and whether a release may ship. */
@NullMarked
package dev.shisa.server.verification;

import org.jspecify.annotations.NullMarked;
