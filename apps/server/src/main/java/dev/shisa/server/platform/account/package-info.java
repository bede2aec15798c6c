@NullMarked
package dev.shisa.server.platform.account;

import org.jspecify.annotations.NullMarked;
