/**
 * What stands before everything that answers: who may hold a connection, and from whom a body is read before anybody
 * knows what it is for.
 *
 * <p>Nothing of a body is read before it is known for whom: {@code DoorValve} closes it in the container,
 * {@code Body} around the request (whose parameters are those of its address until then), and it is opened by the
 * check of the form's token (forms without files), by {@code BodyInterceptor} after session, right and token (files,
 * and only for a handler with a parameter that takes them) or by the API's door. Forms with files carry their token
 * in their address ({@code Ui.withToken}).
 *
 * <p>What strangers and guests have on its way is taken from {@code BodyBudget} before the first byte;
 * {@code Senders} lets a capability say who sends, or that nothing is taken. {@code DoorEndpoint} limits connections
 * of one network and ends whatever does not come to an end, byte by byte: handshakes, records, frames, heads, the lines
 * between and after chunks, and each body at the latest when that of a person would be ended; {@code BodyInput} ends
 * those that come too slowly for their sender; a body that nobody wants is read to its end at a pace that all such
 * bodies share ({@code Unwanted}); {@code HeadLines} spoils folded headers, which the container would join, and
 * requests without a version. Temporary files of all kinds lie in {@code DATA/run} ({@code TemporaryFiles}).
 *
 * <p>What is answered to strangers lies in memory until they have taken it, so it has a limit of one network and in sum
 * ({@code AnswerBudget}), of which whoever answers says how much it is ({@code WholeAnswer}).
 *
 * <p><b>Strangers and people.</b> Behind the doors that answer from memory (health, metrics, public pages, static files)
 * {@code platform/door/StrangersDoor} lets pass who brings a session or token that was good when it was last looked
 * up ({@code SeenSecrets}), or is found good now ({@code SecretLookup}, in a stranger's turn); everybody else takes one of a few turns ({@code Turns}), waits a moment, or is answered
 * 503, so that strangers never have all processors and connections to the database.
 *
 * <p>Each of the people who is served takes a stranger's place meanwhile, and one stranger begins every 50 ms beside
 * them. Who is sent away hears it only when the time to wait is over: a crowd that is refused at once asks at once,
 * and on virtual threads, whose queue knows no rank, that alone makes a page wait behind it at each of its
 * statements.
 *
 * <p>While somebody is at work, a pause follows each stranger's turn, and the networks that wait take turns. TLS
 * handshakes have turns of their own ({@code Handshakes}); those from where people work go first.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: filters {@code BodyFilter}, {@code StrangersDoor}; jobs {@code StrangersDoor}.
 */
@NullMarked
package dev.shisa.server.platform.door;

import org.jspecify.annotations.NullMarked;
