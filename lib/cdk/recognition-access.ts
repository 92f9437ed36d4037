import type { DeclaredAccess } from './declared-access';
import { onEveryResource } from './scoped-access';

/** Access to Textract. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class TextractAccess {
  /** @internal */
  public static _of(): TextractAccess {
    return new TextractAccess();
  }

  private constructor() {}

  /**
   * Find text in documents: `DetectDocumentText`.
   *
   * @example
   * Access.textract().detectText();
   */
  public detectText(): DeclaredAccess {
    return onEveryResource(['textract:DetectDocumentText']);
  }

  /** Find forms, tables and answers in documents: `AnalyzeDocument`. */
  public analyzeDocuments(): DeclaredAccess {
    return onEveryResource(['textract:AnalyzeDocument']);
  }

  /** Read invoices and receipts: `AnalyzeExpense`. */
  public analyzeExpenses(): DeclaredAccess {
    return onEveryResource(['textract:AnalyzeExpense']);
  }

  /** Read identity documents: `AnalyzeID`. */
  public analyzeIds(): DeclaredAccess {
    return onEveryResource(['textract:AnalyzeID']);
  }
}

/** Access to Rekognition, for images that the call brings along or that are in a bucket. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class RekognitionAccess {
  /** @internal */
  public static _of(): RekognitionAccess {
    return new RekognitionAccess();
  }

  private constructor() {}

  /**
   * Name what is in an image: `DetectLabels`.
   *
   * @example
   * Access.rekognition().detectLabels();
   */
  public detectLabels(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectLabels']);
  }

  /** Read text in an image: `DetectText`. */
  public detectText(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectText']);
  }

  /** Find faces in an image: `DetectFaces`. */
  public detectFaces(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectFaces']);
  }

  /** Compare faces of two images: `CompareFaces`. */
  public compareFaces(): DeclaredAccess {
    return onEveryResource(['rekognition:CompareFaces']);
  }

  /** Find what is not for everyone in an image: `DetectModerationLabels`. */
  public moderate(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectModerationLabels']);
  }
}

/** Access to Translate. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class TranslateAccess {
  /** @internal */
  public static _of(): TranslateAccess {
    return new TranslateAccess();
  }

  private constructor() {}

  /**
   * Translate text: `TranslateText`.
   *
   * @example
   * Access.translate().translateText();
   */
  public translateText(): DeclaredAccess {
    return onEveryResource(['translate:TranslateText']);
  }

  /** Translate documents: `TranslateDocument`. */
  public translateDocuments(): DeclaredAccess {
    return onEveryResource(['translate:TranslateDocument']);
  }
}

/** Access to Polly. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class PollyAccess {
  /** @internal */
  public static _of(): PollyAccess {
    return new PollyAccess();
  }

  private constructor() {}

  /**
   * Speak text: `SynthesizeSpeech`.
   *
   * @example
   * Access.polly().synthesizeSpeech();
   */
  public synthesizeSpeech(): DeclaredAccess {
    return onEveryResource(['polly:SynthesizeSpeech']);
  }

  /** List the voices: `DescribeVoices`. */
  public describeVoices(): DeclaredAccess {
    return onEveryResource(['polly:DescribeVoices']);
  }
}

/** Access to Comprehend. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class ComprehendAccess {
  /** @internal */
  public static _of(): ComprehendAccess {
    return new ComprehendAccess();
  }

  private constructor() {}

  /**
   * Judge the mood of text: `DetectSentiment`.
   *
   * @example
   * Access.comprehend().detectSentiment();
   */
  public detectSentiment(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectSentiment']);
  }

  /** Find names, places and the like in text: `DetectEntities`. */
  public detectEntities(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectEntities']);
  }

  /** Find what text is about: `DetectKeyPhrases`. */
  public detectKeyPhrases(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectKeyPhrases']);
  }

  /** Name the language of text: `DetectDominantLanguage`. */
  public detectLanguage(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectDominantLanguage']);
  }

  /** Find personal data in text: `DetectPiiEntities`. */
  public detectPii(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectPiiEntities']);
  }
}
