/**
 * Things that wait, worked on in the tracker that the company uses: Backlog, GitHub, GitLab, Jira, Redmine.
 *
 * <p>An owner connects a project ({@code Trackers}); its token is sealed as every secret that is shared with a receiver, and nothing is
 * sent before the owner has seen by which name the tracker knows the project. A person sends one thing of the inbox there ({@code Issues}):
 * its sentence, its day and the way back, and nothing else. What may leave says the capability that it is of
 * ({@code TaskSource.mayLeave}); cases never do. A thing is in one place outside at a time, which the database holds.
 *
 * <p>{@code TrackerWorker} does what is asked outside, never within a transaction: {@code Delivery} writes down that an issue is being made
 * before it is, so a server that is killed meanwhile makes none twice. What was surely not made is tried again by itself; what may have been
 * made waits for a person. The state there is asked for now and then and shown as what the tracker says: that it is closed there is a thing
 * to look at here, never a fact, and turns nothing green.
 *
 * <p>How each tracker is spoken to is an {@code Adapter} of its own, after its published description.
 *
 * <p>Tables: {@code tracker}, {@code tracker_issue}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /settings/trackers}, {@code /tasks}; jobs {@code TrackerWorker}.
 */
@NullMarked
package dev.shisa.server.tracker;

import org.jspecify.annotations.NullMarked;
