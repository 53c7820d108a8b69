/** Layers over any driver: bounds, fences, meters, turns. */
@NullMarked
package org.strongroom.storage.driver.layer;

import org.jspecify.annotations.NullMarked;
