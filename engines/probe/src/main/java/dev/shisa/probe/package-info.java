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
 *     taken</td><td>{@code defaults-refused-alone}, {@code first-password-not-set}, {@code web-pages-unread}</td></tr>
 * <tr><td>PWCHANGE</td><td>a good password was taken by the same form, and opened the log-in; that good ones are refused
 *     fails only where the page says so</td><td>{@code pwchange-not-understood}, {@code web-pages-unread}</td></tr>
 * <tr><td>BRUTE</td><td>a right password was taken before, and is refused while the lock lasts; wrong answers come later
 *     than right ones; who is shut out is still answered elsewhere. Without a right password a log-in of the web is never
 *     said to be unlimited either</td><td>{@code brute-limited-alone}, {@code brute-unlimited-alone},
 *     {@code brute-too-slow-to-tell}, {@code brute-silent}, {@code web-pages-unread}</td></tr>
 * <tr><td>PORTS</td><td>TCP: each address answered for some port; UDP: each address told of some port that it is
 *     closed, again beside each port that is silent</td><td>{@code ports-no-answer}, {@code ports-udp-no-control},
 *     {@code ports-silent-left}</td></tr>
 * <tr><td>TLS</td><td>a handshake with a version of today, again after all that was refused</td>
 *     <td>{@code tls-no-version}, {@code tls-silent}, {@code tls-shut}</td></tr>
 * <tr><td>PLAIN</td><td>a page or a redirect was shown, and the log-in was understood; nothing at all: every TCP port was
 *     asked</td><td>{@code web-nothing-shown}, {@code web-login-not-understood}, {@code not-scanned}</td></tr>
 * <tr><td>WEB</td><td>pages were shown, somebody was inside, and some input took a value that is meant for it</td>
 *     <td>{@code web-nothing-shown}, {@code web-inputs-refused}, {@code web-no-credential},
 *     {@code web-credential-refused}, {@code web-unanswered}</td></tr>
 * <tr><td>UPDATE</td><td>the device's own image, sent in the same way, was taken</td><td>{@code update-no-own-image},
 *     {@code update-own-not-taken}, {@code update-unclear}, {@code update-not-seen}, {@code web-pages-unread}</td></tr>
 * <tr><td>VULN</td><td>the device told something</td><td>{@code versions-none-told}</td></tr>
 * <tr><td>DISC</td><td>each description and service that was announced could be read; nothing at all: every TCP port was asked</td>
 *     <td>{@code disc-not-read}, {@code not-scanned}</td></tr>
 * <tr><td>BTUSB</td><td>people look</td><td>always {@code btusb-by-people}</td></tr>
 * </table>
 *
 * <p><b>Order.</b> Listen and look (all TCP ports over IPv4 and IPv6, UDP in the protocols' own words, who speaks,
 * what is announced, TLS), ask as a stranger, then as the user, then change what is put back (values, password), send
 * images that are no firmware, and guess passwords last, since that may lock the device. What is declared is looked
 * at while all ports are still being scanned (on platform threads: a scan keeps a processor busy), so that also a
 * slow machine locks a log-in early enough to see how long the lock lasts; where sessions outlive a lock, inputs go
 * on beside the guesses.
 *
 * <p>UDP ports are watched for silence from the beginning: Linux says "closed" once a second, and whatever is not
 * asked in time leaves PORTS unknown. With the time that is left come mutated messages ({@code fuzz}; the seed
 * follows from device and port): a web server that falls fails WEB, any other service is for people to judge (VULN),
 * and nothing is said where a lock may be why nobody answers.
 *
 * <p><b>Observations</b> ({@code Bench.fail/pass/observe}: key, verdict, place, code, exchange) make the verdicts:
 * one FAIL decides; otherwise UNKNOWN, then MANUAL, keep a key from passing. A step that ends early (limit, silence,
 * our own fault) makes every key that it is about unknown ({@code Probe.guarded}), and so does a service that is not
 * understood.
 *
 * <p><b>Bounds.</b> {@code Limits}: wall time, requests, requests a second; {@code Wire} and {@code Http}: bytes and
 * waits of each connection; pages, links, inputs, identified ports by constants beside their use.
 * {@code --profile safe} sends nothing that changes state.
 *
 * <p><b>Liveness.</b> {@code Pulse} keeps for each port what was sent last before connections got lost. Three lost in
 * a row, and the port is waited for: if it comes back the run goes on, otherwise what is open about it stays unknown;
 * the person is told the last input either way.
 *
 * <p><b>Log-ins of scripts</b> are read from their text ({@code Scripts}: address, method, object beside it) and used
 * like forms that go as JSON; how a token is carried is found out by what opens. One that takes nothing is unknown,
 * not guessed at.
 *
 * <p><b>A line to see it again</b> stands with each finding ({@code Retest}: the usual tools; otherwise the command
 * itself with {@code --only KEY}).
 *
 * <p><b>Slow devices.</b> What a port bears is learned ({@code Pace}): how many connections at once, how often. A
 * lock is called too short only if it was seen open within its time, counted from when the last wrong password was
 * sent; what comes too late tells nothing. The usual time of a run stays, and where it was not enough, the run says
 * so and how much longer the next one should be.
 *
 * <p><b>Proof by effect.</b> A password was changed if one can log in with it; a lock holds if the right password is
 * refused until the policy's time is over; markup runs if it becomes part of the parsed page; a blind command ran if
 * it is slow twice with the wait and quick without; a forged form counts if the page shows the change.
 *
 * <p><b>TLS is asked for by our own ClientHello</b> ({@code Hello}), because Java refuses what has to be found. To
 * talk behind it, the command's process lifts Java's restrictions; the server runs it as a process of its own
 * ({@code bench.ProbeProcess}), which gets the declaration on its input, says progress and report line by line, and
 * is stopped by the end of its input.
 *
 * <p><b>Secrets</b> are masked in every exchange ({@code Secrets}); only a password that the probe set and could not
 * put back is told in a note.
 *
 * <p>Sentences stand in {@code sentences_en} and {@code sentences_ja} by code; a test compares them with the codes in
 * the source.
 */
@NullMarked
package dev.shisa.probe;

import org.jspecify.annotations.NullMarked;
