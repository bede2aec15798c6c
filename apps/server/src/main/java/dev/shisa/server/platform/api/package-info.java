/**
 * The door for programs: tokens, the shape of questions and answers, the description of all of them.
 *
 * <p>{@code /api/v1} takes tokens only ({@code platform.api}): a filter chain of its own without cookies, sessions
 * and CSRF. A token is a {@code Person} limited to some acts and series ({@code Person.limitedTo}), so every check
 * that holds for people holds for programs; a set of series that becomes empty is refused, since empty means all.
 * Each capability has its handlers beside its pages ({@code *Api}), over the same facades; they carry
 * {@code @Operation}, take records ({@code @Body}, read strictly: what is unknown, missing or of another type is
 * refused with its JSON pointer) and give {@code Answer}s. {@code OpenApi} makes the description from these handlers;
 * in tests every answer is held against it ({@code Api}), so a status, code or field that is not described fails.
 *
 * <p>Lists are walked by keys, never by numbers. Who shows no token is told so before anything of the call is looked
 * at ({@code ApiDoor}), and who may not, before its parameters are. A call with an {@code Idempotency-Key} is one
 * transaction with the note of its answer, which is closed with the token ({@code AnswerSeal}), so that nobody reads
 * in the database what only the caller may know. Failures are {@code Problem}s (RFC 9457), whose {@code type} is the
 * page {@code /help/errors/<code>}. {@code acts.txt} beside {@code EveryActTest} says for each route of a page which
 * operation does the same, or why there is none. A secret that an answer tells ({@code Answer.secret}) is not kept
 * with the note of the answer: the same call again is answered without it.
 *
 * <p>Tables: {@code api_answer}, {@code api_token}.
 *
 * <p>Events: tells {@code TokensEnded}.
 *
 * <p>Doors: pages {@code /account/tokens}, {@code /help}; API {@code /openapi.json}; filters {@code ApiDoor}; jobs
 * {@code AnswerStore}, {@code ApiTokens}.
 */
@NullMarked
package dev.shisa.server.platform.api;

import org.jspecify.annotations.NullMarked;
