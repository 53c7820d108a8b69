/** When backups, verifications and clean-ups begin by themselves. */
@NullMarked
package org.strongroom.api.schedule;

import org.jspecify.annotations.NullMarked;
