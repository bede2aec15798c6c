/**
 * From the command line to the first request: arguments, database, TLS, what is printed, and one sentence when it
 * fails.
 *
 * <p><b>Names.</b> {@code HostDoor} stands before all doors: who asks under a name that {@code KnownHosts} does not
 * know gets 421. {@code PublicAddress} makes every link for people; nothing else reads the name that a request gives
 * the server ({@code BordersTest}).
 *
 * <p><b>A start that takes long</b> ({@code platform.start.StartWatch}) says on the terminal which stage it is in, every 10 s, and after
 * a minute writes what every thread does into {@code logs/threads.txt}.
 *
 * <p><b>Start-up cache.</b> The build runs the packaged server once ({@code shisa.training=true}) and keeps the JDK's
 * AOT cache beside it; without one, or with one that does not fit, the server starts as usual, only slower.
 *
 * <p><b>A start does three things at once</b> ({@code Shisa.headStart}): the database starts, the catalogue is read,
 * the context is made. The context of a package is frozen before its first bean and finds our types by their class
 * ({@code FoundByType}); pages and the API are made right after {@code Ready} ({@code MadeLater}).
 *
 * <p>Pages go before the JVM's second compiler, from the first instruction on ({@code LaterCompiler}).
 *
 * <p>After work, in the first half minute that is as quiet as with nobody there, memory is given back once
 * ({@code QuietTime}).
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /certificate}; filters {@code HostDoor}, {@code TrustedProxies}; jobs
 * {@code DatabaseHeadStart}, {@code Housekeeping}, {@code LaterCompiler}, {@code MadeLater}, {@code QuietTime}, {@code StartWatch}, {@code Training}.
 */
@NullMarked
package dev.shisa.server.platform.start;

import org.jspecify.annotations.NullMarked;
