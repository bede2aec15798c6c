/** The platform: one Spring Boot application, one package for each capability. */
@NullMarked
package dev.shisa.server;

import org.jspecify.annotations.NullMarked;
