/** What is done by itself at certain times: backups, verifications, clean-ups. */
@NullMarked
package org.strongroom.server.schedule;

import org.jspecify.annotations.NullMarked;
