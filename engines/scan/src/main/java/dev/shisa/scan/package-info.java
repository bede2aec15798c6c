/**
 * Results of scanning tools: Nmap, testssl.sh, SARIF, ZAP, OpenVAS/GVM and Nessus, read into one model. Plain Java: bytes in,
 * records out; no network, database or clock.
 */
@NullMarked
package dev.shisa.scan;

import org.jspecify.annotations.NullMarked;
