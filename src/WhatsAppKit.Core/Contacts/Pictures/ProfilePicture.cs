namespace WhatsAppKit.Core.Contacts;

/// <summary>Where the picture of a person or a group can be had.</summary>
/// <param name="Id">Its id, which changes with the picture.</param>
/// <param name="Url">Its address, for some days. Whoever has it can see the picture.</param>
/// <param name="Size">How large it is.</param>
public sealed record ProfilePicture(string Id, string Url, PictureSize Size)
{
    /// <summary>The path on the host; null when not told.</summary>
    public string? DirectPath { get; init; }

    /// <summary>The id and size: the address is as good as the picture.</summary>
    public override string ToString() => $"{nameof(ProfilePicture)} {{ {Id}, {Size} }}";
}

/// <summary>How large a picture is wanted.</summary>
public enum PictureSize
{
    /// <summary>As large as there is.</summary>
    Full,

    /// <summary>A small one, of about 96 pixels.</summary>
    Preview,
}

/// <summary>What is wanted of a picture.</summary>
public sealed record PictureQuery
{
    /// <summary>How large it is to be. Default: as large as there is.</summary>
    public PictureSize Size { get; init; }

    /// <summary>The id of the picture that is known; the answer then tells only what has changed. Null for none.</summary>
    public string? KnownId { get; init; }

    /// <summary>The code of an invite link to a group, for one who is not in it. Null for none.</summary>
    public string? InviteCode { get; init; }

    /// <summary>A group this account and the person are both in, which may show the picture. Null for none.</summary>
    public Binary.Jid? CommonGroup { get; init; }

    /// <summary>True when the picture is a community's, which is asked for in another way.</summary>
    public bool IsCommunity { get; init; }
}

/// <summary>The answer to a question about a picture.</summary>
/// <param name="State">What there is to say.</param>
/// <param name="Picture">The picture, when it <see cref="PictureState.Exists"/>.</param>
public sealed record PictureAnswer(PictureState State, ProfilePicture? Picture = null);

/// <summary>What there is to say about a picture.</summary>
public enum PictureState
{
    /// <summary>There is one.</summary>
    Exists,

    /// <summary>It is the one that is known.</summary>
    Unchanged,

    /// <summary>There is none.</summary>
    NotSet,

    /// <summary>It is not for this account to see.</summary>
    Hidden,
}
