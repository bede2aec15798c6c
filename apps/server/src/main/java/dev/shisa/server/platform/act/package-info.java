/** What people and programs do, as the methods that do it declare it. */
@NullMarked
package dev.shisa.server.platform.act;

import org.jspecify.annotations.NullMarked;
