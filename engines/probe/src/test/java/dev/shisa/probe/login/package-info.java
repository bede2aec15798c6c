@NullMarked
package dev.shisa.probe.login;

import org.jspecify.annotations.NullMarked;
