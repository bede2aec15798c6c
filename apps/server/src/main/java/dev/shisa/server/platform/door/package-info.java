/** What stands before everything that answers: who may hold a connection, and from whom a body is read before anybody knows what it is for. */
@NullMarked
package dev.shisa.server.platform.door;

import org.jspecify.annotations.NullMarked;
