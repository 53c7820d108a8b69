/** What is known of an image on its way in: what was asked for, what is expected, where it goes. */
@NullMarked
package org.strongroom.server.image.arrival;

import org.jspecify.annotations.NullMarked;
