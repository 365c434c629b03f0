namespace AsyncStd.Sync;

/// <summary>Leads from a value to a part of it, a field or an element, which is only read.</summary>
/// <typeparam name="TWhole">The type of the value.</typeparam>
/// <typeparam name="TPart">The type of the part.</typeparam>
/// <param name="whole">The value.</param>
/// <returns>The part, by reference.</returns>
public delegate ref readonly TPart ReadOnlyPartOf<TWhole, TPart>(ref readonly TWhole whole);
