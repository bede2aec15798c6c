/**
 * Talk where the work is: what people say to each other about one thing, at the foot of its page.
 *
 * <p>What can be talked about says its capability by a bean of {@code TalkPlace}; who sees the thing reads its talk, and for
 * everybody else there is neither. It decides nothing: no fact, no verdict and no day of a case comes of it, and no pack, no
 * series as one file and no document takes it along. What tells of vulnerabilities that are not published has no talk here,
 * since records of talk hold its words and auditors read them: a case has entries of its own.
 *
 * <p>An <b>ask</b> waits in one person's inbox until that person answers or who asked takes it back; both are computed from the
 * rows, so an answer that is taken back lets the ask wait again. <b>Handing back</b> ends what somebody was given and asks who
 * gave it. A person is mentioned by {@code @} and their whole name ({@code Mentions}); who does not see the thing is not told of
 * it, and the comment is refused instead. The same words sent again at once are the same comment.
 *
 * <p>Who does something with things may write ({@code Act.TALK}), an auditor only reads: what an auditor has to say is said in the
 * verification, where it counts, is signed and goes along with the series, and nobody should ask one for help with what they
 * are going to judge. Rows are only added; a person's words go by an erasure like all others.
 *
 * <p>Tables: {@code talk_comment}, {@code talk_taken}.
 *
 * <p>Events: tells {@code TalkTold}.
 *
 * <p>Doors: pages {@code /talk}; API {@code /talk}.
 */
@NullMarked
package dev.shisa.server.talk;

import org.jspecify.annotations.NullMarked;
