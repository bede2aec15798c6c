/** Telling people what happened: on their page, by mail, in the rooms of the organisation's chat. */
@NullMarked
package dev.shisa.server.notice;

import org.jspecify.annotations.NullMarked;
