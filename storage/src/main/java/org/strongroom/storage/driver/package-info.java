/** The contract that every kind of storage fulfils, its kinds, and the policies put round them. */
@NullMarked
package org.strongroom.storage.driver;

import org.jspecify.annotations.NullMarked;
