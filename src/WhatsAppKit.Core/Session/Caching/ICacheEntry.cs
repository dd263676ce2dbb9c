namespace WhatsAppKit.Core.Session.Caching;

/// <summary>Something remembered within a <see cref="CacheBudget"/>.</summary>
internal interface ICacheEntry
{
    /// <summary>About how many bytes it takes.</summary>
    int Size { get; }

    /// <summary>Takes it out of its own cache; the budget does the rest.</summary>
    void ForgetLocked();
}
