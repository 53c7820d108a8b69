/** Object stores as callers and the catalog tell them: what their drivers are made from. */
@NullMarked
package org.strongroom.server.objectstore;

import org.jspecify.annotations.NullMarked;
