@NullMarked
package dev.shisa.server.platform.web;

import org.jspecify.annotations.NullMarked;
