/**
 * Active checks of a device under test: what it was declared to be goes in, twelve verdicts with their proofs come out.
 *
 * <p>A refusal is a pass only beside a positive control. What refuses everything may be shut for now, may stand behind a
 * filter, or may never have understood the question; then the outcome is unknown, and says what to hand in. That a device
 * has nothing of a kind is said only where every TCP port was asked, of each key: {@code not-scanned}.
 *
 * <table>
 * <caption>What must have been seen in the same run before a key passes</caption>
 * <tr><th>Key</th><th>Control</th><th>Without it</th></tr>
 * <tr><td>AUTH</td><td>web: a page was shown to somebody, and somebody was inside wherever there is a log-in; other
 *     protocols: the refusal itself asks for a log-in (method list, prompt, 331 or 530, return code 4 or 5, challenge), or a
 *     log-in worked, and none that was handed out was refused; TFTP: some answer, be it an error; nothing at all: every TCP
 *     port was asked</td><td>{@code web-nothing-shown}, {@code web-no-credential}, {@code web-credential-refused},
 *     {@code web-login-not-understood}, {@code stranger-not-asked}, {@code tftp-silent}, {@code service-not-understood},
 *     {@code not-scanned}</td></tr>
 * <tr><td>DEFPW</td><td>a right password was taken by the same log-in; a first password that is long enough was
 *     taken</td><td>{@code defaults-refused-alone}, {@code first-password-not-set}</td></tr>
 * <tr><td>PWCHANGE</td><td>a good password was taken by the same form, and opened the log-in; that good ones are refused
 *     fails only where the page says so</td><td>{@code pwchange-not-understood}</td></tr>
 * <tr><td>BRUTE</td><td>a right password was taken before, and is refused while the lock lasts; wrong answers come later
 *     than right ones; who is shut out is still answered elsewhere. Without a right password a log-in of the web is never
 *     said to be unlimited either</td><td>{@code brute-limited-alone}, {@code brute-unlimited-alone},
 *     {@code brute-too-slow-to-tell}, {@code brute-silent}</td></tr>
 * <tr><td>PORTS</td><td>TCP: each address answered for some port; UDP: each address told of some port that it is
 *     closed, again beside each port that is silent</td><td>{@code ports-no-answer}, {@code ports-udp-no-control},
 *     {@code ports-silent-left}</td></tr>
 * <tr><td>TLS</td><td>a handshake with a version of today, again after all that was refused</td>
 *     <td>{@code tls-no-version}, {@code tls-silent}, {@code tls-shut}</td></tr>
 * <tr><td>PLAIN</td><td>a page or a redirect was shown, and the log-in was understood; nothing at all: every TCP port was
 *     asked</td><td>{@code web-nothing-shown}, {@code web-login-not-understood}, {@code not-scanned}</td></tr>
 * <tr><td>WEB</td><td>pages were shown, somebody was inside, and some input took a value that is meant for it</td>
 *     <td>{@code web-nothing-shown}, {@code web-inputs-refused}, {@code web-no-credential},
 *     {@code web-credential-refused}</td></tr>
 * <tr><td>UPDATE</td><td>the device's own image, sent in the same way, was taken</td><td>{@code update-no-own-image},
 *     {@code update-own-not-taken}, {@code update-unclear}, {@code update-not-seen}</td></tr>
 * <tr><td>VULN</td><td>the device told something</td><td>{@code versions-none-told}</td></tr>
 * <tr><td>DISC</td><td>each description and service that was announced could be read; nothing at all: every TCP port was asked</td>
 *     <td>{@code disc-not-read}, {@code not-scanned}</td></tr>
 * <tr><td>BTUSB</td><td>people look</td><td>always {@code btusb-by-people}</td></tr>
 * </table>
 */
@NullMarked
package dev.shisa.probe;

import org.jspecify.annotations.NullMarked;
