/** Web pages of a device: crawled, and tried with what an attacker would send. */
@NullMarked
package dev.shisa.probe.web;

import org.jspecify.annotations.NullMarked;
