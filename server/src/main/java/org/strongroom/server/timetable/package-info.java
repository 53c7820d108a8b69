/** Times that come again and again, as crontab writes them. */
@NullMarked
package org.strongroom.server.timetable;

import org.jspecify.annotations.NullMarked;
