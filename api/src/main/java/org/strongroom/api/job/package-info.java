/** Jobs and their progress. */
@NullMarked
package org.strongroom.api.job;

import org.jspecify.annotations.NullMarked;
