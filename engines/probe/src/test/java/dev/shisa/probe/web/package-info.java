@NullMarked
package dev.shisa.probe.web;

import org.jspecify.annotations.NullMarked;
